mkdir dir && echo x >dir/f && setfattr -n user.colour -v blue dir/f && setfattr -n user.d -v 1 dir
