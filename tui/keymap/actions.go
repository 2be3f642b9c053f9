package keymap

// Action is something that keys do, under the name by which the settings file
// gives it other keys.
type Action struct {
	Place string   // the kind of screen that has it; empty: all have
	Name  string   // with the place in front: "walk.edit"
	Keys  []string // those that it has unless the file says otherwise, the one that screens are sent first
	Fixed string   // why it keeps its keys; empty: it may get others
}

const digits = "the digits stand for steps and tabs"

// Actions are all of them, one line each. A key of a place comes before the
// same key of everywhere.
var Actions = []Action{
	{"", "quit", []string{"ctrl+c"}, "ctrl+c always quits"},
	{"", "enter", []string{"enter"}, ""},
	{"", "back", []string{"esc"}, ""},
	{"", "leave", []string{"q"}, ""},
	{"", "help", []string{"?"}, ""},
	{"", "palette", []string{"ctrl+p"}, ""},
	{"", "words", []string{"w"}, ""},
	{"", "tokens", []string{"t"}, ""},
	{"", "phone", []string{"m"}, ""},
	{"", "clock", []string{"c"}, ""},
	{"", "policy", []string{"f"}, ""},
	{"", "traffic", []string{"x"}, ""},
	{"", "sandbox", []string{"s"}, ""},
	{"", "strip", []string{"v"}, ""},
	{"", "zoom", []string{"z"}, ""},
	{"", "copy", []string{"y"}, ""},
	{"", "next-pane", []string{"tab"}, ""},
	{"", "previous-pane", []string{"shift+tab"}, ""},
	{"", "up", []string{"up", "k"}, ""},
	{"", "down", []string{"down", "j"}, ""},
	{"", "left", []string{"left", "h"}, ""},
	{"", "right", []string{"right", "l"}, ""},
	{"", "page-up", []string{"pgup", "ctrl+u"}, ""},
	{"", "page-down", []string{"pgdown", "ctrl+d", "space"}, ""},
	{"", "top", []string{"home", "g"}, ""},
	{"", "bottom", []string{"end", "G"}, ""},

	{"home", "home.listener", []string{"l"}, ""},
	{"home", "home.put-back", []string{"P"}, ""},

	{"walk", "walk.edit", []string{"e"}, ""},
	{"walk", "walk.edit-whole", []string{"E"}, ""},
	{"walk", "walk.leave-out", []string{"-"}, ""},
	{"walk", "walk.undo", []string{"u"}, ""},
	{"walk", "walk.break", []string{"b"}, ""},
	{"walk", "walk.send", []string{"S"}, ""},
	{"walk", "walk.previous-exchange", []string{"["}, ""},
	{"walk", "walk.next-exchange", []string{"]"}, ""},
	{"walk", "walk.raw", []string{"r"}, ""},
	{"walk", "walk.restart", []string{"R"}, ""},
	{"walk", "walk.language", []string{"L"}, ""},
	{"walk", "walk.language-before", []string{"H"}, ""},
	{"walk", "walk.fault", []string{"p"}, ""},
	{"walk", "walk.step", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}, digits},
	{"walk", "walk.approve", []string{"a"}, ""},
	{"walk", "walk.deny", []string{"d"}, ""},
	{"walk", "walk.factor", []string{"o"}, ""},
	{"walk", "walk.insert", []string{"i"}, ""},
	{"walk", "walk.qr", []string{"Q"}, ""},

	{"sandbox", "sandbox.add", []string{"a"}, ""},
	{"sandbox", "sandbox.duplicate", []string{"d"}, ""},
	{"sandbox", "sandbox.remove", []string{"D", "delete"}, ""},
	{"sandbox", "sandbox.take-out", []string{"backspace", "-"}, ""},
	{"sandbox", "sandbox.switch", []string{"space"}, ""},
	{"sandbox", "sandbox.undo", []string{"u"}, ""},
	{"sandbox", "sandbox.point-app", []string{"p"}, ""},
	{"sandbox", "sandbox.reset", []string{"R"}, ""},
	{"sandbox", "sandbox.listener", []string{"l"}, ""},
	{"sandbox", "sandbox.look", []string{"ctrl+r"}, ""},
	{"sandbox", "sandbox.factors", []string{"e"}, ""},
	{"sandbox", "sandbox.tab", []string{"1", "2", "3", "4", "5"}, digits},

	{"policy", "policy.factors", []string{"e"}, ""},
	{"policy", "policy.switch", []string{"space"}, ""},
	{"policy", "policy.look", []string{"u"}, ""},

	{"tokens", "tokens.refresh", []string{"r"}, ""},
	{"tokens", "tokens.replay", []string{"p"}, ""},
	{"tokens", "tokens.two-tabs", []string{"2"}, ""},
	{"tokens", "tokens.expire-idle", []string{"i"}, ""},
	{"tokens", "tokens.expire-absolute", []string{"a"}, ""},
	{"tokens", "tokens.revoke", []string{"d"}, ""},
	{"tokens", "tokens.revoke-grant", []string{"D"}, ""},
	{"tokens", "tokens.look", []string{"u"}, ""},

	{"phone", "phone.approve", []string{"a"}, ""},
	{"phone", "phone.deny", []string{"d"}, ""},
	{"phone", "phone.whose", []string{"o"}, ""},
	{"phone", "phone.peek", []string{"p"}, ""},
	{"phone", "phone.qr", []string{"Q"}, ""},
	{"phone", "phone.look", []string{"u"}, ""},

	{"traffic", "traffic.filter", []string{"/"}, ""},
	{"traffic", "traffic.follow", []string{"F"}, ""},
	{"traffic", "traffic.mend", []string{"M"}, ""},
	{"traffic", "traffic.again", []string{"a"}, ""},
	{"traffic", "traffic.save", []string{"Y"}, ""},
	{"traffic", "traffic.clear", []string{"D"}, ""},
	{"traffic", "traffic.listener", []string{"l"}, ""},
	{"traffic", "traffic.raw", []string{"r"}, ""},
	{"traffic", "traffic.tab", []string{"1", "2", "3", "4"}, digits},
	{"traffic", "traffic.previous-exchange", []string{"["}, ""},
	{"traffic", "traffic.next-exchange", []string{"]"}, ""},
	{"traffic", "traffic.look", []string{"u"}, ""},
}
