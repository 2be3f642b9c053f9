package request

import (
	"net/url"
	"slices"
	"strings"
)

// Carry brings what was changed over to the request as it is now: a step
// before may have been done anew, and given it other values, or another number
// of parameters. Each change finds its parameter by part, name, and place
// among those of that name.
func (e *Edit) Carry(old *Edit) *Edit {
	if old == nil || old.Base == nil || e.Base == nil || !old.Changed() {
		if old != nil {
			e.Sent = old.Sent
		}
		return e
	}
	e.Sent = old.Sent
	if old.Method != old.Base.Method {
		e.Method = old.Method
	}
	if old.Target != old.Base.Target {
		e.Target = old.Target
	}
	fresh := e.refresh(old)
	own := slices.Clone(e.Params)
	if kind := old.Kind(); kind.Body() && kind != e.Kind() {
		e.Params = slices.DeleteFunc(e.Params, func(p *Param) bool { return p.Part.Body() })
	}
	var before *Param // what stands before, as it is now
	for _, p := range old.Params {
		switch now := twin(own, p); {
		case p.Added:
			added := *p
			added.Value = fresh(p.Value)
			e.insert(before, &added)
			before = &added
			continue
		case now == nil:
			continue // the request has no such parameter any more
		default:
			if p.Value != p.Was {
				now.Value, now.From = fresh(p.Value), ""
			}
			now.Name, now.Left, now.Secret = p.Name, p.Left, now.Secret || p.Secret
			before = now
		}
	}
	return e
}

// twin is the parameter among a request's own that another's began as.
func twin(list []*Param, p *Param) *Param {
	for _, q := range list {
		if !q.Added && q.Part == p.Part && q.wasName == p.wasName && q.nth == p.nth {
			return q
		}
	}
	return nil
}

// insert puts an added parameter behind the one that it stood behind, or else
// behind the others of its part.
func (e *Edit) insert(before, p *Param) {
	if before != nil && before.Part == p.Part {
		e.Params = slices.Insert(e.Params, slices.Index(e.Params, before)+1, p)
		return
	}
	at := e.end(p.Part)
	e.Params = slices.Insert(e.Params, at, p)
}

// refresh replaces, in what was typed, the values of earlier steps that have
// been given anew: a body typed around an old code holds the new one then.
func (e *Edit) refresh(old *Edit) func(string) string {
	was, now := New(old.Base), New(e.Base)
	var pairs []string
	for _, p := range was.Params {
		q := twin(now.Params, p)
		if q == nil || q.Value == p.Value || len(p.Value) < 8 && !Awaited(p.Value) {
			continue
		}
		pairs = append(pairs, p.Value, q.Value)
		if escaped := url.QueryEscape(p.Value); escaped != p.Value {
			pairs = append(pairs, escaped, url.QueryEscape(q.Value))
		}
	}
	return strings.NewReplacer(pairs...).Replace
}
