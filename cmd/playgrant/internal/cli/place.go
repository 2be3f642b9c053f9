package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/playgrant/playgrant/demos"
	"github.com/playgrant/playgrant/tui/link"
	tuiremote "github.com/playgrant/playgrant/tui/remote"
	"github.com/playgrant/playgrant/tui/screen"
)

func (a *app) placeFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.place, "open", "", "open on `PLACE`: traffic, tokens, demo/NAME/3, sandbox/clients/web-app, …")
	cmd.Flags().BoolVar(&a.fresh, "fresh", false, "begin at home, not where you were")
	_ = cmd.RegisterFlagCompletionFunc("open", func(_ *cobra.Command, _ []string, begin string) ([]string, cobra.ShellCompDirective) {
		return append(link.Complete(begin, demos.All()), a.completeThings(cmd.Context(), begin)...), cobra.ShellCompDirectiveNoFileComp
	})
}

// completeThings completes clients, APIs and users by what a fresh sandbox
// holds: the user's own may be in use by another process.
func (a *app) completeThings(ctx context.Context, begin string) (out []string) {
	if !strings.HasPrefix(begin, "sandbox/") && !strings.HasPrefix(begin, "phone/") {
		return nil
	}
	fresh := *a
	fresh.memory = true
	sb, err := fresh.open(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil
	}
	defer func() { _ = sb.close() }()
	for _, list := range link.Lists {
		names, err := sb.things(ctx, list)
		if err != nil {
			return nil
		}
		for _, name := range names {
			out = append(out, "sandbox/"+list+"/"+name)
			if list == "users" {
				out = append(out, "phone/"+name)
			}
		}
	}
	return slices.DeleteFunc(out, func(name string) bool { return !strings.HasPrefix(name, begin) })
}

// things are the names of what is on a list of the sandbox; none for a list
// without names.
func (sb *sandbox) things(ctx context.Context, list string) (names []string, err error) {
	client := &tuiremote.Client{Base: sb.base, HTTP: sb.transport}
	known, err := client.Sandbox(ctx)
	switch list {
	case "clients":
		for _, c := range known.Clients {
			names = append(names, c.ClientID)
		}
	case "apis":
		for _, api := range known.APIs {
			names = append(names, api.Identifier)
		}
	case "users":
		for _, u := range known.Users {
			names = append(names, cmp.Or(u.Email, u.PhoneNumber))
		}
	}
	return names, err
}

// opening is the place that --open names; nil: none was named.
func (a *app) opening() ([]screen.Route, error) {
	if a.place == "" {
		return nil, nil
	}
	if a.demo != "" {
		try := "--open demo/" + a.demo + " is the same as --demo " + a.demo + "."
		if a.own != nil {
			try = "Leave --open out to walk a demo of your own."
		}
		return nil, &usageError{err: errors.New("--demo and --open both say where to begin"), try: try}
	}
	r, err := link.Parse(a.place, demos.All())
	if e, ok := errors.AsType[*link.Error](err); ok {
		return nil, &usageError{err: e, try: e.Try}
	}
	return []screen.Route{r}, err
}

// checkOpening makes sure that what an address names is in the sandbox.
func checkOpening(ctx context.Context, sb *sandbox, routes []screen.Route) error {
	for _, r := range routes {
		list, id, _ := strings.Cut(r.Name, "/")
		if r.Kind == "phone" {
			list, id = "users", r.Name
		}
		if id == "" || r.Kind != "phone" && r.Kind != "sandbox" {
			continue
		}
		names, err := sb.things(ctx, list)
		if err != nil {
			return err
		}
		if names == nil {
			continue
		}
		if slices.Contains(names, id) {
			return nil
		}
		what := strings.TrimSuffix(strings.Replace(list, "apis", "APIs", 1), "s")
		return noSuch(what, id, names, fmt.Sprintf("There are %s.", strings.Join(names, ", ")))
	}
	return nil
}
