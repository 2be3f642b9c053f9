package plain

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/playgrant/playgrant/demos"
)

// sandbox lists what the sandbox holds, and begins it anew.
func (s *session) sandbox(ctx context.Context) error {
	known, err := s.remote.Sandbox(ctx)
	if err != nil {
		s.say("The sandbox could not be read: " + ended(err.Error()))
		return nil
	}
	clients, apis, users := []choice{}, []choice{}, []choice{}
	for _, c := range known.Clients {
		clients = append(clients, s.thing(c.ClientID, c.ClientID+", "+strings.ReplaceAll(c.AppType, "_", " ")+".", c))
	}
	for _, api := range known.APIs {
		apis = append(apis, s.thing(api.Identifier, ended(api.Identifier), api))
	}
	for _, u := range known.Users {
		users = append(users, s.thing(u.Email, fmt.Sprintf("%s, %s.", u.Email, counted(len(u.Factors), "factor")), u))
	}
	open := func(name string, list []choice) choice {
		return choice{strings.ToLower(name), fmt.Sprintf("%s: %d.", name, len(list)), func(ctx context.Context) error {
			return s.list(ctx, name+".", append(list, toBack))
		}}
	}
	return s.list(ctx, "The sandbox. `playgrant sandbox` and the HTTP endpoints under /sandbox change what it holds.", []choice{
		open("Clients", clients), open("APIs", apis), open("Users", users), s.thing("policy", "The policy.", known.Policy),
		{"", "Reset the sandbox: sessions, tokens and progress go, the users and apps of a fresh one come back.", s.reset}, toBack,
	})
}

// thing says all that is set of one thing.
func (s *session) thing(key, text string, v any) choice {
	return choice{key, text, func(context.Context) error {
		data, err := json.Marshal(v)
		var members map[string]any
		if err == nil {
			err = json.Unmarshal(data, &members)
		}
		if err != nil {
			s.say("It cannot be told: " + ended(err.Error()))
		}
		s.say("")
		s.members("", members)
		return nil
	}}
}

// members says each member by its path, secrets masked.
func (s *session) members(path string, members map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch v := members[name].(type) {
		case map[string]any:
			s.members(path+name+".", v)
		case string:
			if strings.Contains(name, "secret") || strings.Contains(name, "recovery_code") {
				v = demos.MaskValue(v)
			}
			s.say(path + name + ": " + v)
		default:
			text, err := json.Marshal(v)
			if err == nil {
				s.say(path + name + ": " + demos.Mask(string(text)))
			}
		}
	}
}

func (s *session) reset(ctx context.Context) error {
	line, err := s.ask(ctx, "This cannot be undone. Type yes to reset the sandbox:")
	if err != nil {
		return err
	}
	if !strings.EqualFold(line, "yes") {
		s.say("The sandbox stays as it was.")
		return nil
	}
	s.told("The sandbox is fresh again.", "The sandbox stays as it was", s.remote.Reset(ctx))
	return errLeave
}
