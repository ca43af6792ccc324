// Command git serves bare repositories over https through git's own http-backend. What lies below
// /private asks for the user and the password that two files hold.
//
// Usage: git ADDRESS CERTIFICATE KEY USER-FILE PASSWORD-FILE REPOSITORIES
package main

import (
	"log"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"strings"
)

func main() {
	address, certificate, key := os.Args[1], os.Args[2], os.Args[3]
	wantedUser, wantedPassword := read(os.Args[4]), read(os.Args[5])
	backendPath, err := exec.LookPath("git")
	if err != nil {
		log.Fatal(err)
	}
	backend := &cgi.Handler{
		Path: backendPath,
		Args: []string{"http-backend"},
		Env:  []string{"GIT_PROJECT_ROOT=" + os.Args[6], "GIT_HTTP_EXPORT_ALL=1"},
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		private := strings.HasPrefix(r.URL.Path, "/private/")
		if private && (user != wantedUser || password != wantedPassword) {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		// git asks for it to speak protocol 2.
		call := *backend
		call.Env = append(call.Env[:len(call.Env):len(call.Env)], "GIT_PROTOCOL="+r.Header.Get("Git-Protocol"))
		call.ServeHTTP(w, r)
	})
	log.Fatal(http.ListenAndServeTLS(address, certificate, key, handler))
}

func read(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}
