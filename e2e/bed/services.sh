# What builds talk to: a registry, a mirror of Docker Hub, a git server. Sourced by e2e/cluster.
# shellcheck shell=bash

secrets=$state/secrets

make_secrets() {
  cp "$state/pki/ca.crt" "$secrets/ca.crt"
  printf stave > "$secrets/git-user"
  openssl rand -hex 12 | tr -d '\n' > "$secrets/git-password"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$secrets/git-key"
  mkdir -p "$state/repositories/private"
  cp "$state"/pki/ca.{crt,key} "$state/registry/"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$state/ssh/host"
  echo "$git_name $(cut -d' ' -f1,2 "$state/ssh/host.pub")" > "$secrets/git-known-hosts"
  "$here/certificate" "$state/pki" git "/CN=$git_name" "DNS:$git_name,IP:$git_ip"
}

up_services() {
  if ! alive registry; then
    (in_bed "$here/registry" up "$state/registry" 443 "$registry_name" "$registry_ip")
    cp "$state/registry/pid" "$state/run/registry.pid"
    printf stave > "$secrets/registry-user"
    cp "$state/registry/password" "$secrets/registry-password"
    cp "$state/registry/auth.json" "$secrets/registry-auth.json"
  fi
  up_mirror
  up_git
}

# The base images of e2e/bases under the names that they have on Docker Hub. What is new there is added.
up_mirror() {
  local line archive names name new=()
  while read -r archive names; do
    archive=$cache/bases/$archive
    [ ! -e "$archive" ] || [ "$mirror_data/$(basename "$archive").stamp" -nt "$archive" ] || new+=("$archive $names")
  done <<'END'
busybox.tar busybox:latest
debian.tar debian:bookworm debian:bookworm-slim
node.tar node:18
temurin.tar eclipse-temurin:25-jdk
END
  if [ ${#new[@]} -gt 0 ]; then
    stop mirror
    write_mirror_config false
    start mirror docker-registry serve "$state/mirror.yaml"
    await mirror 10 curl -fsS --noproxy '*' "http://$mirror_ip/v2/"
    for line in "${new[@]}"; do
      read -r archive names <<< "$line"
      for name in $names; do
        skopeo copy -q --dest-tls-verify=false "oci-archive:$archive" "docker://$mirror_ip:80/library/$name"
      done
      touch "$mirror_data/$(basename "$archive").stamp"
    done
    stop mirror
  fi
  write_mirror_config true
  start mirror docker-registry serve "$state/mirror.yaml"
  await mirror 10 curl -fsS --noproxy '*' "http://$mirror_ip/v2/"
}

write_mirror_config() { # write_mirror_config READ-ONLY
  mkdir -p "$mirror_data"
  cat > "$state/mirror.yaml" <<END
version: 0.1
log: {level: warn}
storage:
  filesystem: {rootdirectory: $mirror_data}
  maintenance: {readonly: {enabled: $1}}
http: {addr: "$mirror_ip:80"}
END
}

up_git() {
  start git git-http "$git_ip:443" "$state/pki/git.crt" "$state/pki/git.key" \
    "$secrets/git-user" "$secrets/git-password" "$state/repositories"
  cat > "$state/ssh/config" <<END
ListenAddress $git_ip:22
HostKey $state/ssh/host
PidFile none
AuthorizedKeysFile $secrets/git-key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
AcceptEnv GIT_PROTOCOL
ForceCommand cd $state/repositories && exec git shell -c "\$(printf %s "\$SSH_ORIGINAL_COMMAND" | sed "s|'/|'|")"
END
  # The user git is known in the server's mount namespace alone.
  { cat /etc/passwd; echo "git:*:0:0::$state/repositories:/bin/sh"; } > "$state/ssh/passwd"
  mkdir -p /run/sshd
  start sshd unshare --mount sh -c 'mount --bind "$0/passwd" /etc/passwd; exec /usr/sbin/sshd -D -e -f "$0/config"' "$state/ssh"
}

# git_push NAME FOLDER [BRANCH]: a commit with what the folder holds, on top of what is there; prints it.
git_push() {
  local repository=$state/repositories/$1.git folder branch=refs/heads/${3:-main} tree parent commit
  folder=$(realpath "$2")
  [ -d "$repository" ] || git init -q --bare -b main "$repository"
  local index
  index=$(mktemp -u)
  tree=$(export GIT_DIR=$repository GIT_WORK_TREE=$folder GIT_INDEX_FILE=$index && cd "$folder" && git add -A . && git write-tree)
  rm -f "$index"
  parent=$(git -C "$repository" rev-parse -q --verify "$branch" || true)
  commit=$(git -C "$repository" -c user.name=Stave -c user.email=stave@example.com commit-tree -m "$1" ${parent:+-p "$parent"} "$tree")
  git -C "$repository" update-ref "$branch" "$commit"
  echo "$commit"
}
