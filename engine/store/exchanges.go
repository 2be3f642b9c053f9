package store

import (
	"context"
	"strings"
)

// exchangeDigits is how many digits the number of an exchange can have.
const exchangeDigits = 15

// IsExchangeID reports whether id can be an exchange's: a decimal number.
func IsExchangeID(id string) bool {
	return id != "" && len(id) <= exchangeDigits && strings.Trim(id, "0123456789") == ""
}

// ExchangeKey is the id under which an exchange is kept, such that the order
// of bytes is the order of numbers.
func ExchangeKey(id string) string {
	return strings.Repeat("0", max(0, exchangeDigits-len(id))) + id
}

// DropExchanges forgets all exchanges.
func DropExchanges(ctx context.Context, s Store) error {
	return s.Drop(ctx, key(Exchanges.name, ""), key(ExchangeLines.name, ""))
}
