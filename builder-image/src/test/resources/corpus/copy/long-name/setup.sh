long=$(printf '%0120d' 7) && mkdir -p "dir/$long/$long" && echo x >"dir/$long/$long/f" && ln -s "$long/$long/f" dir/l
