# The bridge, the names in /etc/hosts, and what is left of pods' networks. Sourced by e2e/cluster.
# shellcheck shell=bash

up_network() {
  if ! ip link show "$bridge" > /dev/null 2>&1; then
    ip link add "$bridge" type bridge
  fi
  # Of its own: else it takes the lowest of its ports' and changes as pods come and go, and a pod that knows
  # the old one reaches no service until it asks again, up to a minute later.
  ip link set "$bridge" address "$bridge_mac"
  local address
  for address in "$node_ip/16" "$registry_ip/32" "$git_ip/32" "$mirror_ip/32"; do
    ip address replace "$address" dev "$bridge"
  done
  ip link set "$bridge" up
  # So that a pod reaches a service whose pod hangs on the same bridge.
  sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
  nft -f - <<END
table ip $bridge
delete table ip $bridge
table ip $bridge {
  chain leaving {
    type nat hook postrouting priority srcnat;
    ip saddr $pod_network ip daddr != $pod_network masquerade
  }
}
END
  local line
  for line in "$registry_ip $registry_name" "$git_ip $git_name" "$mirror_ip $mirror_name"; do
    grep -qxF "$line $hosts_mark" /etc/hosts || echo "$line $hosts_mark" >> /etc/hosts
  done
  mkdir -p "$state/cni"
  cat > "$state/cni/10-stave.conflist" <<END
{
  "cniVersion": "1.0.0",
  "name": "stave",
  "plugins": [
    {
      "type": "bridge", "bridge": "$bridge", "isGateway": true, "hairpinMode": true,
      "ipam": {
        "type": "host-local", "dataDir": "$state/cni/addresses",
        "ranges": [[{"subnet": "$pod_network", "rangeStart": "$first_pod", "gateway": "$node_ip"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    }
  ]
}
END
}

down_network() {
  local port table
  for port in /sys/class/net/"$bridge"/brif/*; do
    [ ! -e "$port" ] || ip link delete "$(basename "$port")" 2>/dev/null || true
  done
  ip link delete "$bridge" 2>/dev/null || true
  for table in "ip kube-proxy" "ip6 kube-proxy" "ip $bridge"; do
    # shellcheck disable=SC2086
    nft delete table $table 2>/dev/null || true
  done
  rm -f /var/lib/cni/results/stave-*
  # Not in place: in a container the file is a mount.
  if grep -q "$hosts_mark\$" /etc/hosts; then
    local others
    others=$(grep -v "$hosts_mark\$" /etc/hosts)
    echo "$others" > /etc/hosts
  fi
}
