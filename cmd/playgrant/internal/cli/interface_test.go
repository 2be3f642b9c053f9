package cli

import "testing"

// TestStill: the flag outdoes the variable, and the variable is set by any
// value but a no.
func TestStill(t *testing.T) {
	for _, c := range []struct {
		env  string
		args []string
		want bool
	}{
		{"", nil, false},
		{"", []string{"--no-motion"}, true},
		{"1", nil, true},
		{"yes", nil, true},
		{"0", nil, false},
		{"false", nil, false},
		{"1", []string{"--no-motion=false"}, false},
		{"0", []string{"--no-motion"}, true},
	} {
		t.Setenv(noMotionEnv, c.env)
		root := newRoot(Streams{}, Build{})
		a := &app{}
		root.ResetFlags()
		a.interfaceFlags(root)
		if err := root.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		if got := a.still(root); got != c.want {
			t.Errorf("%s=%q %v: %v", noMotionEnv, c.env, c.args, got)
		}
	}
}
