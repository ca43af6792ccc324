// Command dns is CoreDNS with the few plugins that a cluster of one node uses.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
)

// In the order in which they see a query.
func init() {
	dnsserver.Directives = []string{"bind", "errors", "cache", "hosts", "kubernetes", "forward"}
}

func main() {
	coremain.Run()
}
