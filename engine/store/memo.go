package store

import (
	"encoding/json"
	"reflect"
	"sync"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// memos remember how records read that nearly every request asks for and that
// seldom change, by table or setting. What is remembered goes by a record's
// bytes, so that it can be neither stale nor another store's.
var memos = map[string]any{
	"client":       newMemo[model.Client](),
	"api":          newMemo[model.API](),
	"client-grant": newMemo[model.ClientGrant](),
	"user":         newMemo[model.User](),
	"policy":       newMemo[model.Policy](),
}

// maxMemo is how many records of a table are remembered. With one more, all
// are forgotten.
const maxMemo = 256

type memo[T any] struct {
	copy func(*T) *T
	mu   sync.RWMutex
	read map[string]*T
}

func newMemo[T any]() *memo[T] {
	clone := copier(reflect.TypeFor[T]())
	return &memo[T]{read: map[string]*T{}, copy: func(v *T) *T {
		out := new(T)
		*out = *v
		clone(reflect.ValueOf(out).Elem())
		return out
	}}
}

// decode reads a record's bytes. The value is the caller's, down to the last
// slice: nothing of it is shared.
func decode[T any](name string, raw []byte) (*T, error) {
	m, ok := memos[name].(*memo[T])
	if !ok {
		v := new(T)
		return v, json.Unmarshal(raw, v)
	}
	m.mu.RLock()
	known := m.read[string(raw)]
	m.mu.RUnlock()
	if known != nil {
		return m.copy(known), nil
	}
	v := new(T)
	if err := json.Unmarshal(raw, v); err != nil {
		return v, err
	}
	m.mu.Lock()
	if len(m.read) >= maxMemo {
		clear(m.read)
	}
	m.read[string(raw)] = v
	m.mu.Unlock()
	return m.copy(v), nil
}

var timeType = reflect.TypeFor[time.Time]()

// copier makes a function that takes a value, a copy by assignment, apart from
// its original: whatever the two share it copies, and what that holds. It is
// nil where they share nothing. Records have no interfaces in them.
func copier(t reflect.Type) func(reflect.Value) {
	switch t.Kind() {
	case reflect.Struct:
		return structCopier(t)
	case reflect.Slice:
		return sliceCopier(t)
	case reflect.Map:
		return mapCopier(t)
	case reflect.Pointer:
		inner := orNothing(copier(t.Elem()))
		return func(v reflect.Value) {
			if !v.IsNil() {
				own := reflect.New(t.Elem())
				own.Elem().Set(v.Elem())
				inner(own.Elem())
				v.Set(own)
			}
		}
	case reflect.Interface, reflect.Array, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		panic("store: a record with a " + t.Kind().String() + " cannot be remembered")
	default:
		return nil
	}
}

func structCopier(t reflect.Type) func(reflect.Value) {
	if t == timeType {
		return nil // times are never changed in place
	}
	type part struct {
		field int
		copy  func(reflect.Value)
	}
	var parts []part
	for i := range t.NumField() {
		if c := copier(t.Field(i).Type); c != nil {
			parts = append(parts, part{i, c})
		}
	}
	if parts == nil {
		return nil
	}
	return func(v reflect.Value) {
		for _, p := range parts {
			p.copy(v.Field(p.field))
		}
	}
}

func sliceCopier(t reflect.Type) func(reflect.Value) {
	inner := copier(t.Elem())
	return func(v reflect.Value) {
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(t, v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := 0; inner != nil && i < own.Len(); i++ {
			inner(own.Index(i))
		}
		v.Set(own)
	}
}

func mapCopier(t reflect.Type) func(reflect.Value) {
	inner := orNothing(copier(t.Elem()))
	return func(v reflect.Value) {
		if v.IsNil() {
			return
		}
		own := reflect.MakeMapWithSize(t, v.Len())
		for pairs := v.MapRange(); pairs.Next(); {
			value := reflect.New(t.Elem()).Elem()
			value.Set(pairs.Value())
			inner(value)
			own.SetMapIndex(pairs.Key(), value)
		}
		v.Set(own)
	}
}

func orNothing(c func(reflect.Value)) func(reflect.Value) {
	if c == nil {
		return func(reflect.Value) {}
	}
	return c
}
