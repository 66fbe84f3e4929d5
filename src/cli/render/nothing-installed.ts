/** What commands say that find nothing in the project. */
import { hint } from '../../next-step.ts';

/** Also where an app is installed that has none. */
export const NO_SERVERS = hint`This project has no MCP server. Install an app that has one: ${{ do: 'install', give: ['file'] }}`;

export const NOTHING_INSTALLED = hint`Nothing is installed in this project. Start with: ${{ do: 'install', give: ['file'] }}`;
