// Runs inside the page; kept apart because page code has other types than the tests. An expression, called by name.
;(() => ({
	/** What must be scrolled sideways, within the page or the page itself, and what sticks out of it. */
	sticksOut() {
		const width = document.documentElement.clientWidth
		const all = [...document.querySelectorAll('body *')]
		const name = (element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`
		const scrolled = all
			.filter(
				(element) =>
					element.scrollWidth > element.clientWidth + 1 &&
					/auto|scroll/.test(getComputedStyle(element).overflowX),
			)
			.map((element) => `scrolls sideways: ${name(element)}`)
		if (document.documentElement.scrollWidth <= width) return scrolled
		return all
			.filter((element) => element.getBoundingClientRect().right > width + 1)
			.map(name)
			.concat('the page scrolls sideways', scrolled)
	},
	enlargeText() {
		document.documentElement.style.fontSize = '200%'
	},
	/** The element with the focus: a name, and whether its focus can be seen. */
	focused() {
		const element = document.activeElement
		if (element === null || element === document.body) return { name: 'body', seen: true, inside: false }
		const { outlineStyle, outlineWidth } = getComputedStyle(element)
		const { width, height, right, bottom } = element.getBoundingClientRect()
		return {
			name: `${element.tagName} ${element.id} ${element.getAttribute('href') ?? ''} ${element.getAttribute('name') ?? ''}`,
			seen:
				outlineStyle !== 'none' &&
				Number.parseFloat(outlineWidth) >= 2 &&
				width > 0 &&
				height > 0 &&
				right > 0 &&
				bottom > 0,
			inside: true,
		}
	},
	/** Controls that lose their edge where the system chooses the colours. */
	edgeless() {
		return [
			...document.querySelectorAll(
				'button, input:not([type=radio],[type=checkbox],[type=hidden]), select, textarea, a.button',
			),
		]
			.filter((element) => {
				const { borderTopWidth, borderTopStyle } = getComputedStyle(element)
				return borderTopStyle === 'none' || Number.parseFloat(borderTopWidth) < 1
			})
			.map((element) => element.outerHTML.slice(0, 80))
	},
	/** What only scripts can offer. */
	removeExtras() {
		for (const extra of document.querySelectorAll(
			'main button[type=button].on-screen, main span[role=status]',
		))
			extra.remove()
	},
	/** Whether a script that is not ours would run. */
	runForeignScript() {
		const script = document.createElement('script')
		script.textContent = 'window.foreign = true'
		document.body.append(script)
		return window.foreign === true
	},
}))()
