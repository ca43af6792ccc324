mkdir -p dir/sub && echo h >dir/a && ln dir/a dir/b && ln dir/a dir/sub/c
