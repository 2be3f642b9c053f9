// Package inbox delivers messages to the simulated phone and mailbox.
package inbox

import (
	"encoding/binary"
	"fmt"

	"github.com/oklog/ulid/v2"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Deliver puts a message into its user's inbox, in the step's transaction. The
// caller says all but ID, At and State; a push waits to be answered.
func Deliver(s *step.Step, m *model.Message) error {
	id, err := nextID(s)
	if err != nil {
		return fmt.Errorf("naming a message: %w", err)
	}
	m.ID, m.At, m.State = id.String(), s.Now, model.MessageDelivered
	if m.Channel == model.ChannelPush {
		m.State = model.MessagePending
	}
	return store.Messages.Put(s.Tx, m)
}

// nextID names a message so that it sorts behind all before it, even when the
// sandbox's clock stands still or was moved back.
func nextID(s *step.Step) (ulid.ULID, error) {
	id, err := ulid.New(ulid.Timestamp(s.Now), s.Rand)
	if err != nil {
		return id, err
	}
	for last, err := range store.Messages.Newest(s.Tx, "") {
		if err != nil {
			return id, err
		}
		before, err := ulid.ParseStrict(last.ID)
		if err != nil || before.Compare(id) < 0 {
			return id, err
		}
		return behind(before, binary.BigEndian.Uint32(id[12:])), nil
	}
	return id, nil
}

// behind is the id some way behind another: by chance, so that two messages
// delivered at once do not get the same.
func behind(id ulid.ULID, by uint32) ulid.ULID {
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	next := low + uint64(by) + 1
	if next < low {
		high++
	}
	binary.BigEndian.PutUint64(id[:8], high)
	binary.BigEndian.PutUint64(id[8:], next)
	return id
}
