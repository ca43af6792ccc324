mkdir dir && ln -s /nowhere dir/dangling && ln -s ../../.. dir/up && ln -s f dir/rel && echo f >dir/f && ln -s . dir/loop
