package logout

import (
	"net"
	"testing"
)

func TestAtHand(t *testing.T) {
	for ip, want := range map[string]bool{
		"127.0.0.1": true, "::1": true, "10.1.2.3": true, "172.16.0.9": true, "192.168.1.7": true, "fd00::7": true, "::ffff:127.0.0.1": true,
		"172.32.0.1": false, "203.0.113.7": false, "2001:db8::1": false, "8.8.8.8": false,
	} {
		if got := atHand(&net.TCPAddr{IP: net.ParseIP(ip), Port: 443}); got != want {
			t.Errorf("%s is at hand: %v", ip, got)
		}
	}
}
