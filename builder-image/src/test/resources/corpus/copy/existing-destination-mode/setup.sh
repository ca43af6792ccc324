mkdir -p opt/private && echo n >opt/private/new && chmod 0755 opt/private && chmod 0711 opt
