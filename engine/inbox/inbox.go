// Package inbox delivers messages to the simulated phone and mailbox.
package inbox

import (
	"fmt"

	"github.com/oklog/ulid/v2"

	"github.com/playgrant/playgrant/engine/model"
	"github.com/playgrant/playgrant/engine/step"
	"github.com/playgrant/playgrant/engine/store"
)

// Deliver puts a message into its user's inbox, in the step's transaction. The
// caller says all but ID, At and State; a push waits to be answered.
func Deliver(s *step.Step, m *model.Message) error {
	id, err := ulid.New(ulid.Timestamp(s.Now), s.Rand)
	if err != nil {
		return fmt.Errorf("naming a message: %w", err)
	}
	m.ID, m.At, m.State = id.String(), s.Now, model.MessageDelivered
	if m.Channel == model.ChannelPush {
		m.State = model.MessagePending
	}
	return store.Messages.Put(s.Tx, m)
}
