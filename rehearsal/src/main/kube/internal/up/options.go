package up

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Options are the arguments of the command `up`.
type Options struct {
	Dir            string   // everything is written below it; absolute
	Clusters       []string // at least one name
	ReadyFile      string   // absolute
	TokenWebhook   string   // URL that ends in a slash, or empty
	Looks          string   // URL that ends in a slash, or empty: API servers look as it says
	Controllers    bool     // also what makes pods of deployments, places and runs them
	Pulls          bool     // pods wait for images that the registry lacks; needs both
	Registry       string   // directory of a registry's data; absolute, or empty for none
	ExitOnStdinEOF bool
}

var clusterName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// Parse reads the arguments after the command's name. Help and messages about
// unknown flags go to out.
func Parse(args []string, out io.Writer) (Options, error) {
	var o Options
	var clusters, with string
	flags := flag.NewFlagSet("up", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.Dir, "dir", "", "`directory` for data, keys and logs; one that was used before is continued")
	flags.StringVar(&clusters, "clusters", "", "cluster `names`, separated by commas")
	flags.StringVar(&o.ReadyFile, "ready-file", "", "`file` that is written when all clusters answer")
	flags.StringVar(&o.TokenWebhook, "token-webhook", "",
		"`URL` prefix that reviews bearer tokens; the cluster's name is appended")
	flags.StringVar(&o.Looks, "looks", "",
		"`URL` prefix that tells which version an API server shall look like; the cluster's name is appended")
	flags.StringVar(&with, "with", "",
		"`parts`, separated by commas. controllers: each cluster also gets controllers, a scheduler, and kwok for its nodes; "+
			"pulls: pods start only with images that the registry has")
	flags.StringVar(&o.Registry, "registry", "", "`directory` of a registry for images and charts, which is started too")
	flags.BoolVar(&o.ExitOnStdinEOF, "exit-on-stdin-eof", false, "stop when standard input ends")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.Dir == "" || clusters == "" || o.ReadyFile == "" {
		return o, errors.New("--dir, --clusters and --ready-file are required")
	}
	for _, part := range strings.FieldsFunc(with, func(r rune) bool { return r == ',' }) {
		switch part {
		case "controllers":
			o.Controllers = true
		case "pulls":
			o.Pulls = true
		default:
			return o, fmt.Errorf("--with: %q is neither controllers nor pulls", part)
		}
	}
	if o.Pulls && (!o.Controllers || o.Registry == "") {
		return o, errors.New("--with pulls needs --with controllers and --registry")
	}
	for _, name := range strings.Split(clusters, ",") {
		if !clusterName.MatchString(name) {
			return o, fmt.Errorf("--clusters: %q is not a name of lower-case letters, digits and dashes", name)
		}
		if slices.Contains(o.Clusters, name) {
			return o, fmt.Errorf("--clusters: %q is given twice", name)
		}
		o.Clusters = append(o.Clusters, name)
	}
	for name, prefix := range map[string]*string{"--token-webhook": &o.TokenWebhook, "--looks": &o.Looks} {
		if err := checkPrefix(name, prefix); err != nil {
			return o, err
		}
	}
	for _, path := range []*string{&o.Dir, &o.ReadyFile, &o.Registry} {
		if *path == "" {
			continue
		}
		abs, err := filepath.Abs(*path)
		if err != nil {
			return o, err
		}
		*path = abs
	}
	return o, nil
}

// checkPrefix lets the prefix of a URL end in a slash.
func checkPrefix(name string, prefix *string) error {
	if *prefix == "" {
		return nil
	}
	u, err := url.Parse(*prefix)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%s: %q is not the prefix of an http URL", name, *prefix)
	}
	if !strings.HasSuffix(*prefix, "/") {
		*prefix += "/"
	}
	return nil
}
