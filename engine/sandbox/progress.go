package sandbox

import (
	"errors"
	"net/http"
	"regexp"

	"github.com/playgrant/playgrant/engine/check"
	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// maxProgress is the longest progress that is kept, in bytes.
const maxProgress = 256 << 10

var progressName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

var (
	ruleProgress = check.Rule{
		ID: "progress.kept", Says: "There is progress under that name",
		Ref: "Playgrant", Fix: "Begin the demo; GET /sandbox/progress lists those begun.",
		Param:  "name",
		Answer: check.Answer{Status: http.StatusNotFound, Code: "not_found", Description: "Nothing is kept under that name"},
	}
	ruleProgressSize = check.Rule{
		ID: "progress.size", Says: "Progress is no longer than 256 KiB",
		Ref: "Playgrant", Fix: "Keep less of it.",
		Answer: check.Answer{Status: http.StatusRequestEntityTooLarge, Code: "invalid_request", Description: "Progress must be no longer than 262144 bytes"},
	}
)

func listProgress(s *step.Step) (*step.Answer, error) {
	names := []string{}
	for p, err := range store.Progress.All(s.Tx) {
		if err != nil {
			return nil, err
		}
		names = append(names, p.Name)
	}
	return step.JSON(names), nil
}

func showProgress(s *step.Step) (*step.Answer, error) {
	name, err := nameOfProgress(s)
	if err != nil {
		return nil, err
	}
	p, err := store.Progress.Get(s.Tx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Require(ruleProgress, false, "kept progress", "none")
	}
	if err != nil {
		return nil, err
	}
	return step.JSON(p.Data), nil
}

func putProgress(s *step.Step) (*step.Answer, error) {
	name, err := nameOfProgress(s)
	if err != nil {
		return nil, err
	}
	if err := s.Require(ruleProgressSize, len(s.Body) <= maxProgress, "up to 262144 bytes", "more"); err != nil {
		return nil, err
	}
	if _, err := object(s); err != nil {
		return nil, err
	}
	if err := store.Progress.Put(s.Tx, &model.Progress{Name: name, Data: s.Body}); err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, nil
}

func deleteProgress(s *step.Step) (*step.Answer, error) {
	name, err := nameOfProgress(s)
	if err != nil {
		return nil, err
	}
	return &step.Answer{Status: http.StatusNoContent}, store.Progress.Delete(s.Tx, name)
}

func nameOfProgress(s *step.Step) (string, error) {
	name := s.Request.PathValue("name")
	return name, field(s, "name", progressName.MatchString(name), "letters, digits, dots, dashes and underscores, 100 at most")
}
