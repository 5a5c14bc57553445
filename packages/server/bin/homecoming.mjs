#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Homecoming needs Node.js 20.19 or newer, and this is Node.js ${process.versions.node}.\nInstall a newer one: https://nodejs.org`,
  );
  process.exit(1);
}
// Stacks name the lines of the sources.
process.setSourceMapsEnabled(true);
await import('../dist/cli.js');
