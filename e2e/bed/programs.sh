# Gets the programs of the bed: compiled from Go modules, or unpacked from Debian packages. Sourced by e2e/cluster.
# shellcheck shell=bash

# once NAME INPUT FUNCTION: calls the function unless it went well before with the same input.
once() {
  local stamp=$programs/$1.stamp
  [ "$(cat "$stamp" 2>/dev/null)" != "$2" ] || return 0
  rm -f "$stamp"
  "$3"
  echo "$2" > "$stamp"
}

get_programs() {
  mkdir -p "$programs/bin"
  local sources
  sources=$(cat "$bed"/go.* "$bed"/*/main.go | sha256sum)
  once packages "${packages[*]}" unpack_packages &
  local unpacking=$!
  once pause "$(sha256sum < "$bed/pause.c")" compile_pause
  once kube "$kubernetes $sources" compile_kube
  once runc "$runc" compile_runc
  wait "$unpacking"
}

# What tests of the chart need besides.
get_tools() {
  mkdir -p "$programs/bin"
  once helm "$helm" compile_helm
  once kubeconform "$kubeconform" compile_kubeconform
}

compile_kube() {
  local version=k8s.io/component-base/version component minor=${kubernetes#v1.}
  (cd "$bed" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -o "$programs/bin/" -ldflags \
    "-s -w -X $version.gitVersion=$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%.*}" ./kube ./dns ./git)
  mv "$programs/bin/git" "$programs/bin/git-http"
  for component in kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet; do
    ln -sfn kube "$programs/bin/$component"
  done
}

# Debian bookworm's runc has no idmapped mounts, which user namespaces of pods need.
compile_runc() { GOBIN=$programs/bin go install -trimpath -ldflags "-s -w" -tags seccomp "$runc"; }
compile_helm() { GOBIN=$programs/bin CGO_ENABLED=0 go install -trimpath -ldflags "-s -w" "$helm"; }
compile_kubeconform() { GOBIN=$programs/bin CGO_ENABLED=0 go install -trimpath -ldflags "-s -w" "$kubeconform"; }

# The sandbox image as an archive in docker's format.
compile_pause() {
  local work=$programs/pause
  rm -rf "$work"
  mkdir -p "$work/root"
  gcc -Os -static -s -o "$work/root/pause" "$bed/pause.c"
  tar -C "$work/root" --numeric-owner -cf "$work/layer.tar" pause
  jq -n --arg id "sha256:$(sha256sum < "$work/layer.tar" | cut -d' ' -f1)" --arg arch "$(dpkg --print-architecture)" \
    '{architecture: $arch, os: "linux", config: {Entrypoint: ["/pause"]}, rootfs: {type: "layers", diff_ids: [$id]}}' > "$work/config.json"
  jq -n '[{Config: "config.json", RepoTags: ["stave.test/pause:1"], Layers: ["layer.tar"]}]' > "$work/manifest.json"
  tar -C "$work" -cf "$programs/pause.tar" manifest.json config.json layer.tar
  rm -rf "$work"
}

# With lists and a cache of their own: the machine's apt stays as it is.
unpack_packages() {
  local work=$programs/apt
  rm -rf "$work" "$programs/usr"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$programs/usr"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $("$here/debian-mirror") sid main" > "$work/sources.list"
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o Dir::State::Status=/dev/null
    -o Acquire::Languages=none -o APT::Update::Post-Invoke= -o APT::Sandbox::User=root)
  "${apt[@]}" update
  (cd "$work" && "${apt[@]}" download "${packages[@]}")
  local deb
  for deb in "$work"/*.deb; do
    dpkg-deb -x "$deb" "$work/root"
  done
  mv "$work"/root/usr/* "$programs/usr/"
  rm -rf "$work"
}
