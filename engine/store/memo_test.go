package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/playgrant/playgrant/engine/model"
)

// fill gives everything in a value something to share.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("before")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 4))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value)
		v.SetMapIndex(reflect.ValueOf("before"), value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)))
			return
		}
		for _, field := range v.Fields() {
			fill(field)
		}
	}
}

// spoil changes in place whatever can be changed so.
func spoil(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString("after")
		}
	case reflect.Pointer:
		spoil(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i))
		}
	case reflect.Map:
		v.SetMapIndex(reflect.ValueOf("after"), reflect.Zero(v.Type().Elem()))
	case reflect.Struct:
		if v.Type() != reflect.TypeFor[time.Time]() {
			for _, field := range v.Fields() {
				spoil(field)
			}
		}
	}
}

func remembersNothingOfCallers[T any](t *testing.T, name string) {
	t.Helper()
	var v T
	fill(reflect.ValueOf(&v).Elem())
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		got, err := decode[T](name, raw)
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(got)
		if err != nil || !bytes.Equal(again, raw) {
			t.Fatalf("%s: read as %s, not %s", name, again, raw)
		}
		spoil(reflect.ValueOf(got).Elem())
	}
}

// TestRememberedRecordsShareNothing: what one request does to a record must
// not show in another's.
func TestRememberedRecordsShareNothing(t *testing.T) {
	remembersNothingOfCallers[model.Client](t, "client")
	remembersNothingOfCallers[model.API](t, "api")
	remembersNothingOfCallers[model.ClientGrant](t, "client-grant")
	remembersNothingOfCallers[model.User](t, "user")
	remembersNothingOfCallers[model.Policy](t, "policy")
}

func TestRememberingIsBounded(t *testing.T) {
	m := memos["client"].(*memo[model.Client])
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 3 * maxMemo {
				raw := fmt.Appendf(nil, `{"client_id":"c%d"}`, i)
				if c, err := decode[model.Client]("client", raw); err != nil || c.ClientID != fmt.Sprintf("c%d", i) {
					t.Errorf("%s read as %+v, %v", raw, c, err)
				}
			}
		})
	}
	all.Wait()
	if len(m.read) > maxMemo {
		t.Errorf("%d records are remembered", len(m.read))
	}
	if _, err := decode[model.Client]("client", []byte(`{"client_id":`)); err == nil {
		t.Error("a broken record was read")
	}
}
