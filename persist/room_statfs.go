//go:build linux || darwin

package persist

import "syscall"

// freeAt is how many bytes are left to write at a path; ok is false if the
// system does not say.
func freeAt(path string) (bytes uint64, ok bool) {
	var fs syscall.Statfs_t
	if syscall.Statfs(path, &fs) != nil || fs.Blocks == 0 {
		return 0, false
	}
	return fs.Bavail * uint64(fs.Bsize), true
}
