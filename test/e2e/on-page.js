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
	/** Notes every element that has the focus from now on, until the focus leaves the page for the first time. */
	followFocus() {
		const path = { left: false, reached: [] }
		window.focusPath = path
		document.addEventListener('focusin', () => {
			if (path.left) return
			const { name, seen } = this.focused()
			path.reached.push({ name, seen })
		})
		document.addEventListener('focusout', ({ relatedTarget }) => {
			if (relatedTarget === null) path.left = true
		})
	},
	followed() {
		return window.focusPath
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
	/** Types into every field of the page's forms and chooses the last of whatever is to be chosen. @returns as filledIn */
	fillAll() {
		for (const field of document.querySelectorAll('main :is(input, textarea, select)')) {
			if (field.type === 'radio' || field.type === 'checkbox') field.checked = true
			else if (field.tagName === 'SELECT') field.selectedIndex = field.options.length - 1
			else if (field.type !== 'file' && field.type !== 'hidden') field.value = '7'
		}
		return this.filledIn()
	},
	/** What stands in the fields, with their names. */
	filledIn() {
		return [
			...document.querySelectorAll('main :is(input, textarea, select):not([type=hidden], [type=file])'),
		].map(
			({ name, type, checked, value }) =>
				`${name} = ${type === 'radio' || type === 'checkbox' ? `${value} ${checked}` : value}`,
		)
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
