package walk

// layout is how the screen is divided. It depends on nothing but its size.
type layout struct {
	columns int
	widths  [3]int
	panes   int // rows of the panes
	step    int // rows of the step's, where the phone lies below it
	below   int // rows of the checks under request and response; 0: they are a tab
	verdict int // rows of the verdict below them
}

// layoutFor divides a body of that size, which holds the step bar, the panes
// and the verdict. One column shows the step and the exchange in turn, two
// beside each other; three show request and response beside each other too, and where rows
// abound the checks below them.
func layoutFor(width, height int) layout {
	l := layout{verdict: 3}
	if height < 20 {
		l.verdict = 2
	}
	l.panes = max(height-1-l.verdict, 0)
	switch {
	case width >= 180:
		l.columns = 3
		left := min(width*32/100, 68)
		mid := (width - left) / 2
		l.widths = [3]int{left, mid, width - left - mid}
		if l.panes >= 40 {
			l.below = l.panes * 2 / 5
		}
	case width >= 100:
		l.columns = 2
		left := max(44, min(width*42/100, 66))
		l.widths = [3]int{left, width - left}
	default:
		l.columns = 1
		l.widths = [3]int{width}
	}
	return l
}

// layout divides the screen as it is. Before a step is done there is little to
// say below the panes, and where rows are scarce the prose gets them.
func (w *Walk) layout() layout {
	width := w.width
	if w.phoneBeside() {
		width -= phoneWide
	}
	l := layoutFor(width, w.height)
	if w.outcome() == nil && !w.busy && w.wrong.err == nil && w.height < 30 {
		l.panes += l.verdict - 1
		l.verdict = 1
	}
	if rows := w.verdictRows(l.verdict); rows > l.verdict {
		l.panes -= rows - l.verdict
		l.verdict = rows
	}
	l.step = l.panes
	if w.phoneBelow() {
		l.step -= phoneHigh
	}
	return l
}
