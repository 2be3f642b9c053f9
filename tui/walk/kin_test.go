package walk

import (
	"testing"

	"github.com/playgrant/playgrant/engine/model"
)

func TestKin(t *testing.T) {
	family := func(id string, exchanges ...string) model.FamilyView {
		f := model.FamilyView{ID: id}
		for _, x := range exchanges {
			f.Tokens = append(f.Tokens, model.TokenView{Exchange: x})
		}
		return f
	}
	list := []model.FamilyView{family("c", "30"), family("a", "7", "9"), family("b", "12", "100", ""), family("none")}
	for _, tt := range []struct {
		name string
		kin  kin
		want string
	}{
		{"by its id", kin{id: "a"}, "a"},
		{"an id that is gone", kin{id: "x"}, ""},
		{"the last before an exchange", kin{before: "20"}, "b"},
		{"numbers, not letters", kin{before: "100"}, "c"},
		{"not of the exchange itself", kin{before: "12"}, "a"},
		{"none before", kin{before: "7"}, ""},
		{"no exchange", kin{before: "x"}, ""},
		{"nothing sought", kin{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, ok := tt.kin.find(list)
			if f.ID != tt.want || ok != (tt.want != "") {
				t.Errorf("%q %v, want %q", f.ID, ok, tt.want)
			}
		})
	}
}
