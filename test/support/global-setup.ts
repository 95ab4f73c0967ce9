/** Refuses to run the suite on a Node that cannot strip types, with the reason instead of a wall of syntax errors. */
export default function setup(): void {
	const major = Number(process.versions.node.split('.')[0])
	if (major < 24)
		throw new Error(`the tests need Node 24, this is ${process.version}; start them with "npm test"`)
}
