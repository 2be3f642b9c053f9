package sandbox

import "github.com/playgrant/playgrant/engine/step"

// reset takes the marker away in its own transaction; from then on, whatever
// happens, the sandbox comes back as a fresh one.
func (d Deps) reset(s *step.Step) (*step.Answer, error) {
	if err := seededSetting.Delete(s.Tx); err != nil {
		return nil, err
	}
	return &step.Answer{Finish: func() (any, error) {
		return map[string]bool{"reset": true}, d.Reset(s.Ctx)
	}}, nil
}
