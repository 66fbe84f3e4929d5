/** The version of every document of `--json`. Documents only grow while it stays the same. */
export const FORMAT_VERSION = 1;
