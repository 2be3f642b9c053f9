package connect

import (
	"path"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/engine/model"
)

// Kit is one SDK or library and how it is pointed at this server.
type Kit struct {
	ID   string // for the command line: "nextjs"
	Name string // of the package, as its registry has it
	For  string // language or framework
	// Fits reports whether the kit is made for a client of this kind.
	Fits func(c model.Client) bool
	// Note says in a sentence what is particular about it; empty: nothing.
	Note func(App) string
	// Lines are code or settings, whole, ready to be pasted.
	Lines func(App) string
}

// Kits are those that fit the client, the likeliest first.
func Kits(c model.Client) []Kit {
	var out []Kit
	for _, k := range kits {
		if k.Fits(c) {
			out = append(out, k)
		}
	}
	return out
}

// Find is the kit of that id, or of that package as its registry names it:
// "@auth0/auth0-spa-js", or "auth0-spa-js". ok is false if there is none.
func Find(id string) (k Kit, ok bool) {
	i := slices.IndexFunc(kits, func(k Kit) bool { return k.ID == id })
	if i < 0 {
		i = slices.IndexFunc(kits, func(k Kit) bool {
			return strings.EqualFold(k.Name, id) || strings.EqualFold(path.Base(k.Name), id)
		})
	}
	if i < 0 {
		return Kit{}, false
	}
	return kits[i], true
}

// IDs names all kits.
func IDs() []string {
	var ids []string
	for _, k := range kits {
		ids = append(ids, k.ID)
	}
	return ids
}

// kits are all there are, one entry each.
var kits = slices.Concat(browserKits, serverKits, machineKits, plainKits)

func inBrowser(c model.Client) bool { return c.AppType == "spa" }
func onServer(c model.Client) bool {
	return c.AppType == "regular_web" && c.Has(model.GrantAuthorizationCode)
}
func onDevice(c model.Client) bool { return c.AppType == "native" }
func asMachine(c model.Client) bool {
	return c.Has(model.GrantClientCredentials) || c.Has(model.GrantPassword)
}
func anything(model.Client) bool { return true }

// nothing is the note of a kit that needs none.
func nothing(App) string { return "" }

// onlyHTTPS is the note of a kit that speaks nothing else.
func onlyHTTPS(App) string {
	return "It speaks https only. The same port answers it; the CA is trusted by the variable above (playgrant ca tells more)."
}
