package tui

import (
	"github.com/playgrant/playgrant/tui/compose"
	"github.com/playgrant/playgrant/tui/home"
	"github.com/playgrant/playgrant/tui/phone"
	"github.com/playgrant/playgrant/tui/policy"
	"github.com/playgrant/playgrant/tui/sandboxes"
	"github.com/playgrant/playgrant/tui/screen"
	"github.com/playgrant/playgrant/tui/tokens"
	"github.com/playgrant/playgrant/tui/traffic"
	"github.com/playgrant/playgrant/tui/walk"
)

// makers are the kinds of screen: one line each.
var makers = map[string]func(c *screen.Context, name string) screen.Screen{
	"compose": func(c *screen.Context, exchange string) screen.Screen { return compose.New(c, exchange) },
	"home":    func(c *screen.Context, _ string) screen.Screen { return home.New(c) },
	"phone":   func(c *screen.Context, user string) screen.Screen { return phone.New(c, user) },
	"policy":  func(c *screen.Context, _ string) screen.Screen { return policy.New(c) },
	"sandbox": func(c *screen.Context, name string) screen.Screen { return sandboxes.New(c, name) },
	"tokens":  func(c *screen.Context, _ string) screen.Screen { return tokens.New(c) },
	"traffic": func(c *screen.Context, filter string) screen.Screen { return traffic.New(c, filter) },
	"walk":    func(c *screen.Context, name string) screen.Screen { return walk.New(c, name) },
}
