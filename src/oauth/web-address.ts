/** Whether a text is an address of the web. Whether one may be asked, the network decides. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol);
}
