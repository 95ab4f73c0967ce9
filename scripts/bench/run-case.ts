/** Child process of the bench: runs one case in one folder and sends its rows to the parent. */
import { CASES } from './cases.ts'

const [name, folder] = process.argv.slice(2)
const chosen = CASES.find((one) => one.name === name)
if (chosen === undefined || folder === undefined) throw new Error('usage: run-case.ts <case> <folder>')
const rows = await chosen.run({ folder, say: (line) => console.log(`  ${line}`) })
process.send?.(rows)
process.disconnect?.()
