#!/usr/bin/env node
require('../dist/mcpctl.js');
