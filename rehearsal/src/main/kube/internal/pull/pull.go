// Package pull looks for the images of pods as kubelets would, and tells the
// stages of pods by an annotation what it found. Nothing is downloaded.
package pull

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"hubkeeper.org/rehearsal/kube/internal/stages"
)

const (
	pending = "/api/v1/pods?fieldSelector=spec.nodeName!=,status.phase=Pending"
	// A watch is ended and begun again after this time, which is also when
	// images that were missing are looked for again.
	patience     = 60
	backOff      = 2
	afterFailure = time.Second
)

// Puller serves one cluster.
type Puller struct {
	Client   *http.Client // of the API server; without a time limit
	Endpoint string
	Registry string // host and port, plain HTTP

	present map[string]bool // images stay on nodes once they were pulled
}

type pod struct {
	Metadata struct {
		Name, Namespace   string
		Annotations       map[string]string
		DeletionTimestamp string
	}
	Spec struct {
		Containers, InitContainers []struct{ Image string }
	}
}

// Run looks for images until ctx ends.
func (p *Puller) Run(ctx context.Context) {
	p.present = map[string]bool{}
	for ctx.Err() == nil {
		if err := p.round(ctx); err != nil {
			// An API server or registry that is about to end, or a busy one.
			select {
			case <-ctx.Done():
			case <-time.After(afterFailure):
			}
		}
	}
}

// round looks at all pods that wait, then at each that begins to.
func (p *Puller) round(ctx context.Context) error {
	var list struct {
		Metadata struct{ ResourceVersion string }
		Items    []pod
	}
	response, err := p.send(ctx, http.MethodGet, p.Endpoint+pending, nil)
	if err != nil {
		return err
	}
	err = json.NewDecoder(response.Body).Decode(&list)
	response.Body.Close()
	if err != nil {
		return err
	}
	seconds := patience
	for _, waiting := range list.Items {
		missing, err := p.tell(ctx, waiting)
		if err != nil {
			return err
		}
		if missing {
			seconds = backOff
		}
	}
	return p.watch(ctx, list.Metadata.ResourceVersion, seconds)
}

func (p *Puller) watch(ctx context.Context, version string, seconds int) error {
	response, err := p.send(ctx, http.MethodGet,
		p.Endpoint+pending+"&watch=1&resourceVersion="+version+"&timeoutSeconds="+strconv.Itoa(seconds), nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	events := json.NewDecoder(response.Body)
	for {
		var event struct {
			Type   string
			Object json.RawMessage
		}
		if err := events.Decode(&event); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		var waiting pod
		switch event.Type {
		case "ADDED", "MODIFIED":
			if err := json.Unmarshal(event.Object, &waiting); err != nil {
				return err
			}
		case "ERROR":
			return fmt.Errorf("the watch ends: %s", event.Object)
		default:
			continue
		}
		missing, err := p.tell(ctx, waiting)
		if err != nil {
			return err
		}
		if missing && seconds > backOff {
			return nil // the next round is a short one
		}
	}
}

// tell says on the pod whether one of its images is missing.
func (p *Puller) tell(ctx context.Context, waiting pod) (missing bool, err error) {
	if waiting.Metadata.DeletionTimestamp != "" {
		return false, nil
	}
	for _, container := range append(waiting.Spec.InitContainers, waiting.Spec.Containers...) {
		found, err := p.has(ctx, container.Image)
		if err != nil {
			return false, err
		}
		missing = missing || !found
	}
	said := strconv.FormatBool(missing)
	if waiting.Metadata.Annotations[stages.ImageMissing] == said {
		return missing, nil
	}
	patch, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"annotations": map[string]string{stages.ImageMissing: said}},
	})
	if err != nil {
		return missing, err
	}
	url := fmt.Sprintf("%s/api/v1/namespaces/%s/pods/%s", p.Endpoint, waiting.Metadata.Namespace, waiting.Metadata.Name)
	response, err := p.send(ctx, http.MethodPatch, url, patch)
	var status *statusError
	if errors.As(err, &status) && status.code == http.StatusNotFound {
		return false, nil // it has gone meanwhile
	}
	if err != nil {
		return missing, err
	}
	return missing, response.Body.Close()
}

func (p *Puller) has(ctx context.Context, image string) (bool, error) {
	if p.present[image] {
		return true, nil
	}
	repositories, reference := places(image)
	for _, repository := range repositories {
		url := fmt.Sprintf("http://%s/v2/%s/manifests/%s", p.Registry, repository, reference)
		request, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
		if err != nil {
			return false, nil // no image has such a name
		}
		request.Header.Set("Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, */*")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return false, err
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			p.present[image] = true
			return true, nil
		}
		if response.StatusCode/100 == 5 {
			return false, fmt.Errorf("%s answers %s", url, response.Status)
		}
	}
	return false, nil
}

type statusError struct {
	code int
	text string
}

func (e *statusError) Error() string { return e.text }

// send returns a 2xx answer, whose body the caller closes; what it sends is a
// merge patch.
func (p *Puller) send(ctx context.Context, method, url string, patch []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(patch))
	if err != nil {
		return nil, err
	}
	if len(patch) > 0 {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	response, err := p.Client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		response.Body.Close()
		return nil, &statusError{response.StatusCode, method + " " + url + " answers " + response.Status}
	}
	return response, nil
}
