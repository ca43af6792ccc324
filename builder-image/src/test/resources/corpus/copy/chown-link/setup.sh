mkdir dir && ln -s /opt/one dir/l
