// Runs inside the page; kept apart because page code has other types than the tests. An expression, called by name.
;(() => ({
	/** Whether something sticks out sideways, and what. Regions that scroll within themselves do not. */
	sticksOut() {
		const width = document.documentElement.clientWidth
		if (document.documentElement.scrollWidth <= width) return []
		const inScroller = (element) => element.parentElement?.closest('[role=region][tabindex]') !== null
		return [...document.querySelectorAll('body *')]
			.filter((element) => element.getBoundingClientRect().right > width + 1 && !inScroller(element))
			.map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
			.concat('the page scrolls sideways')
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
