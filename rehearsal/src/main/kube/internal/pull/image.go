package pull

import "strings"

// places are where a registry that stands for all registries may have an image:
// a repository and what names the manifest in it. With the host first, so that
// two hosts can have different images under one name.
func places(image string) (repositories []string, reference string) {
	name, digest, pinned := strings.Cut(image, "@")
	reference = "latest"
	// A colon before the last slash belongs to the port of a host.
	if colon := strings.LastIndex(name, ":"); colon > strings.LastIndex(name, "/") {
		name, reference = name[:colon], name[colon+1:]
	}
	if pinned {
		reference = digest
	}
	host, path, nested := strings.Cut(name, "/")
	switch {
	case !nested:
		return []string{name, "library/" + name}, reference
	case strings.ContainsAny(host, ":") || host == "localhost":
		// No name of a repository has a port: a mirror or this very registry.
		return []string{path}, reference
	case strings.Contains(host, "."):
		return []string{name, path}, reference
	}
	return []string{name}, reference
}
