// Package publish fills a registry with images and charts for a rehearsal.
package publish

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Images is the command `images`: it pushes one tiny image under each name.
func Images(args []string) int {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	registry := flags.String("registry", "", "`address` of the registry, plain HTTP")
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *registry == "" || flags.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: hubkeeper-kube images --registry HOST:PORT NAME:TAG...")
		return 2
	}
	for _, name := range flags.Args() {
		digest, err := pushImage("http://"+*registry, name)
		if err != nil {
			fmt.Fprintf(os.Stderr, "hubkeeper-kube images: %s: %v\n", name, err)
			return 1
		}
		fmt.Printf("%s@%s\n", name, digest)
	}
	return 0
}

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

type descriptor struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int    `json:"size"`
}

// pushImage pushes an image whose only file holds its name, so that images of
// different names have different digests and the same name the same one.
func pushImage(base, name string) (string, error) {
	// A colon before the last slash belongs to the port of a host.
	colon := strings.LastIndex(name, ":")
	if colon < 1 || strings.Contains(name[colon:], "/") || strings.HasSuffix(name, ":") {
		return "", errors.New("is not NAME:TAG")
	}
	repository, tag := name[:colon], name[colon+1:]
	plain, compressed, err := layer(name)
	if err != nil {
		return "", err
	}
	config, err := json.Marshal(map[string]any{
		"architecture": "amd64",
		"os":           "linux",
		"config":       map[string]any{},
		"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{digestOf(plain)}},
	})
	if err != nil {
		return "", err
	}
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2,
		"mediaType":     manifestType,
		"config":        describe(configType, config),
		"layers":        []descriptor{describe(layerType, compressed)},
	})
	if err != nil {
		return "", err
	}
	for _, blob := range [][]byte{config, compressed} {
		if err := pushBlob(base, repository, blob); err != nil {
			return "", err
		}
	}
	_, err = send(http.MethodPut, base+"/v2/"+repository+"/manifests/"+tag, manifestType, manifest)
	return digestOf(manifest), err
}

func layer(name string) (plain, compressed []byte, err error) {
	var archive, packed bytes.Buffer
	files := tar.NewWriter(&archive)
	if err = files.WriteHeader(&tar.Header{Name: "image", Mode: 0o644, Size: int64(len(name))}); err == nil {
		_, err = files.Write([]byte(name))
	}
	if err = errors.Join(err, files.Close()); err != nil {
		return nil, nil, err
	}
	packer := gzip.NewWriter(&packed)
	_, err = packer.Write(archive.Bytes())
	err = errors.Join(err, packer.Close())
	return archive.Bytes(), packed.Bytes(), err
}

// pushBlob uploads in two requests: one opens the upload, one sends everything.
func pushBlob(base, repository string, blob []byte) error {
	opened, err := send(http.MethodPost, base+"/v2/"+repository+"/blobs/uploads/", "", nil)
	if err != nil {
		return err
	}
	query := opened.Query()
	query.Set("digest", digestOf(blob))
	opened.RawQuery = query.Encode()
	_, err = send(http.MethodPut, opened.String(), "application/octet-stream", blob)
	return err
}

// send returns the location that a 2xx answer names.
func send(method, target, contentType string, body []byte) (*url.URL, error) {
	request, err := http.NewRequest(method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 300)) // only for the message
		return nil, fmt.Errorf("%s %s answers %s: %s", method, request.URL.Path, response.Status, said)
	}
	return request.URL.Parse(response.Header.Get("Location"))
}

func describe(mediaType string, data []byte) descriptor {
	return descriptor{mediaType, digestOf(data), len(data)}
}

func digestOf(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }
