package persist

import (
	"fmt"
	"log/slog"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// Options adjust a store. The zero value is what Playgrant uses.
type Options struct {
	// Log gets what Badger has to say: warnings and errors as such, all else
	// as debug. Nothing is logged if nil.
	Log *slog.Logger
}

// formatVersion stands in Badger's manifest, so that the store of another
// program, or of a Playgrant with other records, is not taken for ours.
const formatVersion = 0x5041

const (
	memTableSize  = 8 << 20
	valueLogSize  = 16 << 20
	largeValue    = 256 << 10 // from here on a value goes to the value log
	inMemoryTable = 16 << 20
	inMemoryValue = 1 << 20 // the largest that Badger lets us have
)

// tuned are Badger's options for a sandbox: a few thousand small records, one
// user, and memory that is better left to the app being developed.
func tuned(dir string, o Options) badger.Options {
	b := badger.DefaultOptions(dir).
		WithMemTableSize(memTableSize).
		WithNumMemtables(2).
		WithValueLogFileSize(valueLogSize).
		WithValueThreshold(largeValue).
		WithCompression(options.None).
		WithBlockCacheSize(0). // only compression and encryption need one
		WithNumCompactors(2).  // the least that Badger takes
		WithNumGoroutines(1).
		WithMetricsEnabled(false).
		WithChecksumVerificationMode(options.OnBlockRead).
		WithVerifyValueChecksum(true).
		WithExternalMagic(formatVersion).
		WithLogger(nil)
	if o.Log != nil {
		b = b.WithLogger(logger{o.Log})
	}
	if dir == "" {
		// Without files all values lie in the tables, and a transaction has
		// to fit into 15 % of one.
		b = b.WithInMemory(true).WithMemTableSize(inMemoryTable).WithValueThreshold(inMemoryValue)
	}
	return b
}

// logger takes Badger's log lines to slog.
type logger struct{ log *slog.Logger }

func (l logger) Errorf(format string, v ...any)   { l.log.Error(line(format, v)) }
func (l logger) Warningf(format string, v ...any) { l.log.Warn(line(format, v)) }
func (l logger) Infof(format string, v ...any)    { l.log.Debug(line(format, v)) }
func (l logger) Debugf(format string, v ...any)   { l.log.Debug(line(format, v)) }

func line(format string, v []any) string {
	return "badger: " + strings.TrimSpace(fmt.Sprintf(format, v...))
}
