package demos

import "errors"

// All returns the demos that come with Playgrant, by chapter and order.
func All() []*Demo { return nil }

// Find returns the demo of that name; the error suggests a near one.
func Find(name string) (*Demo, error) { return nil, errors.New("there are no demos yet") }

// Load reads a demo from a file.
func Load(path string) (*Demo, error) { return nil, errors.New("demos cannot be read from files yet") }
