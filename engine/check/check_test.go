package check_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/playgrant/playgrant/engine/check"
)

var rule = check.Rule{
	ID: "code.unspent", Says: "The code was not used before", Ref: "RFC 6749 §4.1.2", Fix: "Ask for a new one.", Param: "code",
	Answer:   check.Answer{Status: http.StatusForbidden, Code: "invalid_grant", Description: "Bad code %s"},
	Standard: check.Answer{Status: http.StatusBadRequest},
}

func TestRequireRefusesAndRecords(t *testing.T) {
	var trail check.Trail
	if err := trail.Require(rule, true, "unused", "unused"); err != nil {
		t.Fatalf("a rule that holds refused: %v", err)
	}
	err := trail.Require(rule.With("x"), false, "unused", "used at noon")
	refusal, ok := check.AsRefusal(fmt.Errorf("wrapped: %w", err))
	if !ok || refusal.Answer != (check.Answer{Status: 403, Code: "invalid_grant", Description: "Bad code x"}) || refusal.Keep {
		t.Errorf("got %+v", refusal)
	}
	want := []check.Result{
		{Check: rule.Says, OK: true, Detail: "unused", Ref: rule.Ref, ID: rule.ID, Expected: "unused", Got: "unused", Param: "code"},
		{Check: rule.Says, Detail: "expected unused, got used at noon", Ref: rule.Ref, ID: rule.ID, Expected: "unused", Got: "used at noon", Fix: rule.Fix, Param: "code"},
	}
	if diff := cmp.Diff(want, trail.Results()); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestDialectsDifferOnlyWhereTheRuleSays(t *testing.T) {
	trail := check.Trail{Standard: true}
	refusal, _ := check.AsRefusal(trail.Require(rule.With("x"), false, "", ""))
	if refusal.Answer != (check.Answer{Status: 400, Code: "invalid_grant", Description: "Bad code x"}) {
		t.Errorf("got %+v", refusal.Answer)
	}
	whole := rule
	whole.Standard = check.Answer{Status: 401, Code: "invalid_client", Description: "No %s"}
	refusal, _ = check.AsRefusal(trail.Require(whole.With("y"), false, "", ""))
	if refusal.Answer != (check.Answer{Status: 401, Code: "invalid_client", Description: "No y"}) {
		t.Errorf("got %+v", refusal.Answer)
	}
}

func TestANoteDecidesWithoutRefusing(t *testing.T) {
	var trail check.Trail
	if trail.Note(rule, false, "", "") || !trail.Note(rule, true, "", "") {
		t.Error("a note does not return what it was told")
	}
	if got := trail.Results(); len(got) != 2 || !got[0].Note || got[0].Fix == "" || got[1].Fix != "" {
		t.Errorf("got %+v", got)
	}
}

func TestATransactionTriedAgainStartsItsPartAfresh(t *testing.T) {
	var trail check.Trail
	_ = trail.Require(rule, true, "", "before")
	mark := trail.Len()
	for range 3 {
		trail.Truncate(mark)
		_ = trail.Require(rule, true, "", "within")
	}
	if got := trail.Results(); len(got) != 2 || got[0].Got != "before" {
		t.Errorf("got %+v", got)
	}
}

func TestChangingARefusalLeavesTheOriginal(t *testing.T) {
	var trail check.Trail
	original := trail.Require(rule, false, "", "")
	changed := check.WithHeader(check.WithExtra(check.Keep(original), map[string]any{"mfa_token": "x"}), "Retry-After", "1")
	refusal, _ := check.AsRefusal(changed)
	if !refusal.Keep || refusal.Extra["mfa_token"] != "x" || refusal.Header.Get("Retry-After") != "1" {
		t.Errorf("got %+v", refusal)
	}
	if first, _ := check.AsRefusal(original); first.Keep || first.Extra != nil || first.Header != nil {
		t.Errorf("the original changed: %+v", first)
	}
	plain := errors.New("a fault")
	if check.Keep(plain) != plain || check.WithExtra(plain, nil) != plain || check.WithHeader(plain, "A", "b") != plain {
		t.Error("a fault was changed")
	}
}
