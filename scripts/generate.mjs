// Makes what is made from something else: validators from schemas.
export async function generate() {}
