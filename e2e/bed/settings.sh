# What the bed is made of, where it lies, and the names in it. Sourced by e2e/cluster.
# shellcheck shell=bash disable=SC2034

kubernetes=v1.36.4 # the same in go.mod
runc=github.com/opencontainers/runc@v1.3.6
helm=helm.sh/helm/v3/cmd/helm@v3.22.0
kubeconform=github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
# From Debian sid, whose binaries of these run on bookworm too.
packages=(etcd-server containerd containernetworking-plugins kubectl)

cache=${STAVE_CACHE:-$HOME/.cache/stave}
programs=$cache/cluster/programs
mirror_data=$cache/cluster/mirror
state=$cache/cluster/state
# The same by a path that every user may enter: pods have users of their own.
open_state=/run/stave-bed
kubeconfig=$state/kubeconfig

# Each service has an address of its own on the bridge, so that each can have its usual port.
bridge=stave0 bridge_mac=0a:58:0a:58:00:01
pod_network=10.88.0.0/16
first_pod=10.88.1.1
service_network=10.96.0.0/16
kubernetes_service=10.96.0.1
node=stave
hosts_mark="# stave bed"
cgroup=stave-bed
node_ip=10.88.0.1
registry_ip=10.88.0.2 registry_name=registry.example.com
git_ip=10.88.0.3 git_name=git.example.com
mirror_ip=10.88.0.4 mirror_name=mirror.example.com

export PATH=$programs/bin:$programs/usr/bin:$PATH
