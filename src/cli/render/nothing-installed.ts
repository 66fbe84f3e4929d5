/** What commands say that find nothing in the project. */
import { hint } from '../../next-step.ts';

export const NOTHING_INSTALLED = hint`Nothing is installed in this project. Start with: ${{ do: 'install', give: ['file'] }}`;
