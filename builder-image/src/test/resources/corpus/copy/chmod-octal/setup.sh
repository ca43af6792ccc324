mkdir -p dir/sub && echo f >dir/f && ln -s f dir/l
