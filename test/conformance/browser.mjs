#!/usr/bin/env node
// A browser for an authorization server that approves at once: it follows every redirect.
const response = await fetch(process.argv[2], { redirect: 'follow' });
await response.text();
