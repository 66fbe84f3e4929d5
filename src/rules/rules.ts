import { apiKeyConfigIgnored } from './api-key-config-ignored.ts';
import { clientCredentialsPkce } from './client-credentials-pkce.ts';
import { clientCredentialsSecret } from './client-credentials-secret.ts';
import { collectionIdSnakeCase } from './collection-id-snake-case.ts';
import { collectionIdUnique } from './collection-id-unique.ts';
import { collectionNameUnique } from './collection-name-unique.ts';
import { hostMixedScript } from './host-mixed-script.ts';
import { labelCharacters } from './label-characters.ts';
import { legacyForm } from './legacy-form.ts';
import { listingIncomplete } from './listing-incomplete.ts';
import { nameKebabCase } from './name-kebab-case.ts';
import { nameRequired } from './name-required.ts';
import { namespaceAmbiguous } from './namespace-ambiguous.ts';
import { namespaceCharacters } from './namespace-characters.ts';
import { namespaceUnique } from './namespace-unique.ts';
import { oauthAuthMissing } from './oauth-auth-missing.ts';
import { oauthIgnored } from './oauth-ignored.ts';
import { oauthMethodsExclusive } from './oauth-methods-exclusive.ts';
import { oauthProviderKnown } from './oauth-provider-known.ts';
import { oauthProviderNeedsOAuthAuth } from './oauth-provider-needs-oauth-auth.ts';
import { oauthScopesNeedProvider } from './oauth-scopes-need-provider.ts';
import { pkceDisabled } from './pkce-disabled.ts';
import { platformShape } from './platform-shape.ts';
import { providerNameUnique } from './provider-name-unique.ts';
import { providerUnused } from './provider-unused.ts';
import { requiredAtInstallDuplicate } from './required-at-install-duplicate.ts';
import type { Rule } from './rule.ts';
import { scopeDuplicate } from './scope-duplicate.ts';
import { scopeSyntax } from './scope-syntax.ts';
import { secretInManifest } from './secret-in-manifest.ts';
import { secretLiteral } from './secret-literal.ts';
import { serverAuthFields } from './server-auth-fields.ts';
import { serverAuthMisplaced } from './server-auth-misplaced.ts';
import { serverUrlRenamed } from './server-url-renamed.ts';
import { toolNameBudget } from './tool-name-budget.ts';
import { urlCredentials } from './url-credentials.ts';
import { urlFragment } from './url-fragment.ts';
import { urlInsecure } from './url-insecure.ts';
import { urlInvalid } from './url-invalid.ts';
import { variableReference } from './variable-reference.ts';

/** Every rule, in the order of docs/rules.md. To add one: npm run new:rule CODE */
export const rules: readonly Rule[] = [
  collectionIdSnakeCase,
  nameKebabCase,
  namespaceCharacters,
  collectionIdUnique,
  collectionNameUnique,
  namespaceUnique,
  namespaceAmbiguous,
  oauthMethodsExclusive,
  oauthScopesNeedProvider,
  oauthProviderNeedsOAuthAuth,
  oauthProviderKnown,
  oauthAuthMissing,
  apiKeyConfigIgnored,
  oauthIgnored,
  providerNameUnique,
  providerUnused,
  secretInManifest,
  urlInvalid,
  urlInsecure,
  urlCredentials,
  urlFragment,
  scopeSyntax,
  scopeDuplicate,
  requiredAtInstallDuplicate,
  clientCredentialsSecret,
  clientCredentialsPkce,
  pkceDisabled,
  labelCharacters,
  variableReference,
  hostMixedScript,
  listingIncomplete,
  platformShape,
  nameRequired,
  legacyForm,
  toolNameBudget,
  serverUrlRenamed,
  serverAuthMisplaced,
  secretLiteral,
  serverAuthFields,
];
