#!/usr/bin/env node
/**
 * `npx letopis`: hands over to the command line under a Node that runs TypeScript.
 * Plain JavaScript, because npx starts it with whatever Node the machine has.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const bundled = join(root, 'node_modules', '.bin', 'node')
const node = existsSync(bundled) ? bundled : process.execPath
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
	console.error('letopis: needs Node 24 or later; run "npm start" once in the project folder to install it')
	process.exit(1)
}
const child = spawn(node, [join(root, 'scripts', 'letopis.ts'), ...process.argv.slice(2)], {
	stdio: 'inherit',
})
// A signal sent to this process alone must still end the server's batch cleanly.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
	process.exitCode = code ?? 128 + constants.signals[signal]
})
