# containerd, kubelet, kube-proxy and DNS. Sourced by e2e/cluster.
# shellcheck shell=bash

up_node() {
  mkdir -p "$open_state"
  if ! mountpoint -q "$open_state"; then
    mount --bind --make-private "$state" "$open_state"
  fi
  write_containerd_config
  start containerd containerd --config "$state/containerd.toml"
  await containerd 20 import_image "$programs/pause.tar"
  write_kubelet_config
  start kubelet kubelet --config "$state/kubelet.yaml" --kubeconfig "$state/pki/kubelet.kubeconfig" --root-dir "$open_state/kubelet" \
    --cert-dir "$state/kubelet/pki" --hostname-override "$node" --node-ip "$node_ip" --v 1
  start proxy kube-proxy --kubeconfig "$state/pki/proxy.kubeconfig" --proxy-mode nftables --hostname-override "$node" \
    --cluster-cidr "$pod_network" --metrics-bind-address 127.0.0.1:10249 --healthz-bind-address 127.0.0.1:10256
  write_corefile
  start dns dns -conf "$state/Corefile"
}

import_image() { ctr --address "$state/containerd.sock" --namespace k8s.io images import "$1"; }


write_containerd_config() {
  # Without CAP_SYS_RESOURCE no score can be lowered: restrict_oom_score_adj.
  cat > "$state/containerd.toml" <<END
version = 3
root = "$state/containerd"
state = "$open_state/containerd-run"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.erofs"]
[grpc]
address = "$state/containerd.sock"
[ttrpc]
address = "$state/containerd.sock.ttrpc"
[plugins."io.containerd.cri.v1.runtime"]
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
[plugins."io.containerd.cri.v1.runtime".cni]
bin_dir = "$programs/usr/lib/cni"
conf_dir = "$state/cni"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
BinaryName = "$programs/bin/runc"
[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "stave.test/pause:1"
[plugins."io.containerd.cri.v1.images".registry]
config_path = "$state/certs.d"
END
  mkdir -p "$state/certs.d/$registry_name" "$state/certs.d/docker.io"
  # Nodes are logged in to the registry, as those of a cloud are to its own: Stave's images need no pull secrets.
  (umask 077 && printf 'server = "https://%s"\nca = "%s"\n[header]\nAuthorization = "Basic %s"\n' "$registry_name" "$state/pki/ca.crt" \
    "$(printf %s:%s "$(cat "$secrets/registry-user")" "$(cat "$secrets/registry-password")" | base64 -w0)" > "$state/certs.d/$registry_name/hosts.toml")
  # The mirror stands for Docker Hub: nothing is asked of the Hub itself.
  printf 'server = "http://%s"\ncapabilities = ["pull", "resolve"]\n' "$mirror_name" > "$state/certs.d/docker.io/hosts.toml"
}

write_kubelet_config() {
  cat > "$state/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_ip
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $state/pki/ca.crt}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: unix://$state/containerd.sock
failCgroupV1: false
failSwapOn: false
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
enforceNodeAllocatable: []
makeIPTablesUtilChains: false
clusterDNS: [$node_ip]
clusterDomain: cluster.local
podLogsDir: $state/log/pods
volumePluginDir: $state/kubelet/volume-plugins
maxPods: 250
serializeImagePulls: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}
END
}

write_corefile() {
  cat > "$state/Corefile" <<END
. {
  bind $node_ip
  errors
  cache 5
  hosts {
    $registry_ip $registry_name
    $git_ip $git_name
    $mirror_ip $mirror_name
    fallthrough
  }
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig $kubeconfig
    fallthrough in-addr.arpa ip6.arpa
  }
  forward . /etc/resolv.conf
}
END
}
