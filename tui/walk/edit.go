package walk

import "github.com/playgrant/playgrant/tui/request"

// editing is the shown step's request with its changes; nil on the closing
// card.
func (w *Walk) editing() *request.Edit {
	if w.closing() {
		return nil
	}
	e := w.edits[w.shown]
	base := w.known.drafts[w.shown]
	if e == nil || e.Base != base {
		e = request.New(base).Carry(e)
		w.edits[w.shown] = e
	}
	return e
}

// params are the shown step's parameters.
func (w *Walk) params() []*request.Param {
	if e := w.editing(); e != nil {
		return e.Listed()
	}
	return nil
}

// current is the parameter under the cursor; nil if there are none.
func (w *Walk) current() *request.Param {
	params := w.params()
	if len(params) == 0 {
		return nil
	}
	w.cursor = max(0, min(w.cursor, len(params)-1))
	return params[w.cursor]
}
