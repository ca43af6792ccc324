# Certificates, kubeconfigs and the control plane. Sourced by e2e/cluster.
# shellcheck shell=bash

api=https://$node_ip:6443

make_identities() {
  local pki=$state/pki who user groups token
  "$here/certificate" "$pki" apiserver /CN=kube-apiserver \
    "IP:$node_ip,IP:$kubernetes_service,DNS:kubernetes.default.svc,DNS:kubernetes.default,DNS:kubernetes"
  "$here/certificate" "$pki" kubelet-client /O=system:masters/CN=kube-apiserver
  openssl ecparam -genkey -name prime256v1 -noout 2>/dev/null | openssl ec -out "$pki/sa.key" 2>/dev/null
  openssl ec -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null
  : > "$pki/tokens.csv"
  while read -r who user groups; do
    token=$(openssl rand -hex 16)
    echo "$token,$user,$who,\"$groups\"" >> "$pki/tokens.csv"
    write_kubeconfig "$who" "$token"
  done <<END
admin admin system:masters
manager system:kube-controller-manager
scheduler system:kube-scheduler
proxy system:kube-proxy
kubelet system:node:$node system:nodes
END
  install -m 600 "$pki/admin.kubeconfig" "$kubeconfig"
}

write_kubeconfig() { # write_kubeconfig NAME TOKEN
  jq -n --arg server "$api" --arg ca "$(base64 -w0 "$state/pki/ca.crt")" --arg user "$1" --arg token "$2" '{
    apiVersion: "v1", kind: "Config", "current-context": "stave",
    clusters: [{name: "stave", cluster: {server: $server, "certificate-authority-data": $ca}}],
    users: [{name: $user, user: {token: $token}}],
    contexts: [{name: "stave", context: {cluster: "stave", user: $user}}]
  }' > "$state/pki/$1.kubeconfig"
}

up_control() {
  local pki=$state/pki etcd=http://127.0.0.1:2379
  start etcd etcd --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "$etcd" --advertise-client-urls "$etcd" --listen-peer-urls http://127.0.0.1:2380
  start apiserver kube-apiserver --etcd-servers "$etcd" --bind-address "$node_ip" --advertise-address "$node_ip" \
    --service-cluster-ip-range "$service_network" --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
    --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --cert-dir "$state/apiserver" \
    --token-auth-file "$pki/tokens.csv" --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-key-file "$pki/sa.pub" --service-account-signing-key-file "$pki/sa.key" \
    --kubelet-client-certificate "$pki/kubelet-client.crt" --kubelet-client-key "$pki/kubelet-client.key" \
    --kubelet-preferred-address-types InternalIP \
    --audit-policy-file "$bed/audit.yaml" --audit-log-path "$state/log/audit.jsonl"
  await apiserver 60 kubectl get --raw /readyz
  start manager kube-controller-manager --kubeconfig "$pki/manager.kubeconfig" --leader-elect=false --bind-address 127.0.0.1 \
    --use-service-account-credentials --root-ca-file "$pki/ca.crt" --service-account-private-key-file "$pki/sa.key"
  start scheduler kube-scheduler --kubeconfig "$pki/scheduler.kubeconfig" --leader-elect=false --bind-address 127.0.0.1
}
