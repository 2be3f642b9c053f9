// Package guard catches what panics in a Bubble Tea model: in Update, in View
// and in commands, those in batches and sequences too. The program then ends
// as if it had been quit, so the terminal is as it was before, and there is a
// report to send.
package guard

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
)

// most is how many messages are remembered.
const most = 40

// Crash is a panic that was caught.
type Crash struct {
	Where    string // "Update", "View" or "a command"
	Value    string
	Stack    string
	Messages []string // the last before it, the newest last
	Size     [2]int   // columns and rows
}

// Caught is a crash outside a model; value is what recover returned.
func Caught(where string, value any) *Crash {
	return &Crash{Where: where, Value: fmt.Sprint(value), Stack: string(debug.Stack())}
}

// Model is a model that is looked after.
type Model struct {
	tea.Model
	// Name says of a message what may be told of it; nil: its type.
	Name func(tea.Msg) string
	// Send sends a message to the program; needed for panics in View.
	Send func(tea.Msg)

	mu       sync.Mutex
	crash    *Crash
	messages [most]string
	count    int
	size     [2]int
}

// fell tells the model that something panicked.
type fell struct{}

// Crash is the panic that ended the program; nil: there was none.
func (m *Model) Crash() *Crash {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.crash
}

// Init begins the model.
func (m *Model) Init() (cmd tea.Cmd) {
	defer func() {
		if v := recover(); v != nil {
			m.caught("Init", v)
			cmd = tea.Quit
		}
	}()
	return m.watched(m.Model.Init())
}

// Update hands a message to the model. After a panic it only quits.
func (m *Model) Update(msg tea.Msg) (same tea.Model, cmd tea.Cmd) {
	if _, ok := msg.(fell); ok || m.Crash() != nil {
		return m, tea.Quit
	}
	m.remember(msg)
	defer func() {
		if v := recover(); v != nil {
			m.caught("Update", v)
			same, cmd = m, tea.Quit
		}
	}()
	next, asked := m.Model.Update(msg)
	m.Model = next
	cmd = m.watched(asked)
	return m, cmd
}

// View draws the model; nothing after a panic.
func (m *Model) View() (frame string) {
	if m.Crash() != nil {
		return ""
	}
	defer func() {
		if v := recover(); v != nil {
			m.caught("View", v)
			frame = ""
			if m.Send != nil {
				go m.Send(fell{}) // the program is drawing: it cannot take it now
			}
		}
	}()
	return m.Model.View()
}

// watched is a command whose panic is caught, and those that come of it.
func (m *Model) watched(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if v := recover(); v != nil {
				m.caught("a command", v)
				msg = fell{}
			}
		}()
		msg = cmd()
		// Batches are tea.BatchMsg; sequences are of a type that is not
		// exported. Both are slices of commands.
		if v := reflect.ValueOf(msg); msg != nil && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			for i := range v.Len() {
				one, _ := reflect.TypeAssert[tea.Cmd](v.Index(i))
				all.Index(i).Set(reflect.ValueOf(m.watched(one)))
			}
			return all.Interface()
		}
		return msg
	}
}

func (m *Model) remember(msg tea.Msg) {
	text := ""
	if m.Name != nil {
		text = m.Name(msg)
	}
	if text == "" {
		text = fmt.Sprintf("%T", msg)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := msg.(tea.WindowSizeMsg); ok {
		m.size = [2]int{s.Width, s.Height}
		text = fmt.Sprintf("%T %dx%d", msg, s.Width, s.Height)
	}
	m.messages[m.count%most] = text
	m.count++
}

// caught keeps the first panic.
func (m *Model) caught(where string, value any) {
	stack := string(debug.Stack())
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.crash != nil {
		return
	}
	m.crash = &Crash{Where: where, Value: fmt.Sprint(value), Stack: stack, Size: m.size}
	for i := max(m.count-most, 0); i < m.count; i++ {
		m.crash.Messages = append(m.crash.Messages, m.messages[i%most])
	}
}
