use std::{future::Future, pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::Method,
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};

use super::{Permit, Visit, pages::rescue, visit::Lapsed};
use crate::base::{App, Error};

/// One page of the site.
#[derive(Debug, Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: &'static str,
    /// What one must be allowed to do.
    pub permit: Permit,
    /// Anybody gets the same, and it changes only with the database and the day: it may be kept (`kept`).
    pub kept: bool,
}

/// What a page answers in its own time.
type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A page behind its permit. All pages are of this one type: with a type for each, the compiler would look through
/// everything that each page waits for a dozen times over, once for every layer that a router puts around it.
#[derive(Clone)]
struct Guarded {
    permit: Permit,
    page: Arc<dyn Fn(Request, App) -> Answer + Send + Sync>,
}

impl Handler<(), App> for Guarded {
    type Future = Answer;

    fn call(self, request: Request, app: App) -> Answer {
        Box::pin(self.answer(request, app))
    }
}

/// A router that takes no page without its permit, and can list them all.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    /// Every page, in order.
    pub table: Vec<Route>,
}

impl Routes {
    /// No pages yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page that shows something.
    pub fn get<H: Handler<T, App, Future = Answer>, T: 'static>(
        self,
        path: &'static str,
        permit: Permit,
        page: H,
    ) -> Self {
        self.add(Method::GET, path, permit, page)
    }

    /// A page that shows everybody the same, made of nothing but the database and the day.
    pub fn get_kept<H: Handler<T, App, Future = Answer>, T: 'static>(
        self,
        path: &'static str,
        permit: Permit,
        page: H,
    ) -> Self {
        let mut with = self.add(Method::GET, path, permit, page);
        with.table.last_mut().expect("just added").kept = true;
        with
    }

    /// A page that changes something.
    pub fn post<H: Handler<T, App, Future = Answer>, T: 'static>(
        self,
        path: &'static str,
        permit: Permit,
        page: H,
    ) -> Self {
        self.add(Method::POST, path, permit, page)
    }

    /// Add another feature's pages.
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The plain axum router.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    fn add<H: Handler<T, App, Future = Answer>, T: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        permit: Permit,
        page: H,
    ) -> Self {
        let filter = MethodFilter::try_from(method.clone()).expect("GET and POST are known methods");
        let page = Arc::new(move |request, app| page.clone().call(request, app));
        self.router = self.router.route(path, on(filter, Guarded { permit, page }));
        self.table.push(Route { method, path, permit, kept: false });
        self
    }
}

impl Guarded {
    async fn answer(self, request: Request, app: App) -> Response {
        let Some(visit) = request.extensions().get::<Visit>() else {
            return Error::from(anyhow::anyhow!("no visit was prepared for this request")).into_response();
        };
        let Err(refusal) = visit.actor.must(self.permit) else {
            return (self.page)(request, app).await;
        };
        let lapsed = request.extensions().get::<Lapsed>().filter(|_| request.method() == Method::POST);
        if matches!(refusal, Error::SignIn)
            && let Some(lapsed) = lapsed.cloned()
            && let Some(answer) = rescue(&lapsed, request).await
        {
            return answer;
        }
        let mut response = refusal.into_response();
        // So that the page can say who may.
        response.extensions_mut().insert(self.permit);
        response
    }
}
